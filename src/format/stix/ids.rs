use uuid::{Uuid, uuid};

/// The namespace of the ids of STIX Cyber-observable Objects (STIX 2.1, section 2.9).
const OBSERVABLES: Uuid = uuid!("00abedb4-aa42-466c-9c01-fed23315a9b7");

/// The namespace of everything that we name: version 5, of a name of our own.
fn ours() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:linchpin:argument")
}

/// The id of our extension definition, the same in every bundle.
pub(super) fn extension() -> String {
    format!("extension-definition--{}", Uuid::new_v5(&ours(), b"extension definition"))
}

/// The id of the identity that the objects are created by, the same in every bundle.
pub(super) fn creator() -> String {
    format!("identity--{}", Uuid::new_v5(&ours(), b"creator"))
}

/// The ids of one argument's objects.
///
/// They follow from the whole of the argument. STIX tells two versions of one object apart by the time of change, which
/// linchpin does not know: so that no two objects of one id differ, a changed argument has other ids.
pub(super) struct Ids {
    argument: Uuid,
}

impl Ids {
    /// For an argument of that content. O(length).
    pub fn of(content: &str) -> Self {
        Self { argument: Uuid::new_v5(&ours(), content.as_bytes()) }
    }

    pub fn id(&self, kind: &str, name: &str) -> String {
        format!("{kind}--{}", Uuid::new_v5(&self.argument, format!("{kind} {name}").as_bytes()))
    }
}

/// The id of a `url`, as the standard has it: by its value, written as canonical JSON (RFC 8785).
pub(super) fn url(address: &str) -> String {
    let value = serde_json::json!({ "value": address }).to_string();
    format!("url--{}", Uuid::new_v5(&OBSERVABLES, value.as_bytes()))
}
