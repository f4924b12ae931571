/// A template with each `{{name}}` replaced by its value. Values are not looked at again: one that holds `{{data}}`
/// stays as it is.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut page = String::with_capacity(template.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        page.push_str(&rest[..start]);
        rest = &rest[start + 2..];
        let Some(end) = rest.find("}}") else {
            page.push_str("{{");
            break;
        };
        let value = values.iter().find(|(name, _)| *name == &rest[..end]);
        debug_assert!(value.is_some(), "no value for {}", &rest[..end]);
        page.push_str(value.map_or("", |(_, value)| value));
        rest = &rest[end + 2..];
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_looked_at_again() {
        assert_eq!(filled("<{{a}}|{{b}}>", &[("a", "{{b}}"), ("b", "2")]), "<{{b}}|2>");
        assert_eq!(filled("{{a", &[]), "{{a");
    }
}
