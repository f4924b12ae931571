use camino::Utf8Path;

/// What the tables of one argument are called, the leading one first.
pub(super) const TABLES: [&str; 4] = ["nodes", "edges", "sources", "questions"];

/// A table's path without its last word, the word, and the ending: `a/x-`, `nodes`, `csv`.
fn parts(path: &str) -> Option<(&str, &'static str, &str)> {
    let name = Utf8Path::new(path).file_name()?;
    let (stem, ending) = name.rsplit_once('.')?;
    let table = TABLES.into_iter().find(|table| {
        stem.strip_suffix(table).is_some_and(|before| before.is_empty() || before.ends_with(['-', '_', '.', ' ']))
    })?;
    let base = path.len() - ending.len() - 1 - table.len();
    Some((&path[..base], table, ending))
}

/// The paths of the other tables of the argument that a table is of.
pub(super) fn companions(path: &str) -> Vec<String> {
    let Some((base, own, ending)) = parts(path) else { return Vec::new() };
    TABLES.into_iter().filter(|table| *table != own).map(|table| format!("{base}{table}.{ending}")).collect()
}

/// What the table at `path` is by its name.
pub(super) fn table_of(path: &str) -> Option<&'static str> {
    parts(path).map(|parts| parts.1)
}

/// The path of the table that the one at `path` is read with, if it is not the leading one itself: for
/// `x-edges.csv`, `x-nodes.csv`.
#[must_use]
pub fn leading_table(path: &str) -> Option<String> {
    let (base, own, ending) = parts(path)?;
    let is_table = ["csv", "tsv"].contains(&ending.to_lowercase().as_str());
    (is_table && own != TABLES[0]).then(|| format!("{base}{}.{ending}", TABLES[0]))
}

/// The path of one table of an argument that is written to `path`: for `a/x.csv`, and for `a/x-nodes.csv`,
/// `a/x-edges.csv`. A `table` without a name is the file itself.
#[must_use]
pub fn path_of_table(path: &str, table: &str) -> String {
    if table.is_empty() {
        return path.to_owned();
    }
    if let Some((base, _, ending)) = parts(path) {
        return format!("{base}{table}.{ending}");
    }
    match Utf8Path::new(path).extension() {
        Some(ending) => format!("{}-{table}.{ending}", &path[..path.len() - ending.len() - 1]),
        None => format!("{path}-{table}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_one_argument_are_named_alike() {
        assert_eq!(companions("a/x-edges.csv"), ["a/x-nodes.csv", "a/x-sources.csv", "a/x-questions.csv"]);
        assert_eq!(companions("nodes.tsv")[0], "edges.tsv");
        assert!(companions("a/x.csv").is_empty());
        assert!(companions("a/hedges.csv").is_empty());
        assert!(companions("<stdin>").is_empty());
        assert_eq!(path_of_table("a.b/x.csv", "edges"), "a.b/x-edges.csv");
        assert_eq!(path_of_table("a/x-nodes.csv", "edges"), "a/x-edges.csv");
        assert_eq!(path_of_table("a.b/x", "edges"), "a.b/x-edges");
        assert_eq!(leading_table("x_edges.csv").as_deref(), Some("x_nodes.csv"));
        assert_eq!(leading_table("x-nodes.csv"), None);
        assert_eq!(leading_table("x-edges.json"), None);
    }
}
