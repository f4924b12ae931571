use std::hash::Hasher;
use std::io;

use serde::Serialize;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::fingerprint::{Fingerprint, fingerprints};
use super::place::{name_of, stretch};
use super::{Reporter, Tally, visible};
use crate::argument::Argument;
use crate::rules::{Finding, Level};
use crate::text::json_text::write_json;

/// GitLab's Code Quality report: an array of findings, one a line, which merge requests show at their lines.
///
/// The keys are those of GitLab's page "Code Quality", under "Code Quality report format". GitLab wants paths from the
/// repository's root, so that linchpin has to run there, and shows only the first of findings with the same fingerprint, so
/// that the path is part of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gitlab {
    begun: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Reporter for Gitlab {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn findings(&mut self, argument: &Argument, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
        for (finding, fingerprint) in findings.iter().zip(fingerprints(argument, findings)) {
            let at = stretch(argument, finding.primary.span);
            let path = at.map_or_else(|| name_of(argument), |at| at.file);
            let path = path.strip_prefix("./").unwrap_or(path);
            let help = finding.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
            let entry = Entry {
                description: visible(&format!("{}{help}", finding.message)).into_owned(),
                check_name: finding.rule,
                fingerprint: in_file(fingerprint, path),
                severity: severity(finding.level),
                location: Location {
                    path,
                    lines: at.map_or(Lines { begin: 1, end: 1 }, |at| Lines { begin: at.start.line, end: at.end.line }),
                },
            };
            out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
            write_json(out, &entry)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"]\n" })
    }
}

/// GitLab knows info, minor, major, critical and blocker.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}

/// The fingerprint of a finding among those of all files.
fn in_file(fingerprint: Fingerprint, path: &str) -> String {
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(path.as_bytes());
    // No path holds this byte, since it is UTF-8.
    hasher.write(&[0xff]);
    hasher.write(fingerprint.to_string().as_bytes());
    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::review::{FindingsWriter, Style, formats};
    use crate::rules::{self, Label, Settings};
    use crate::text::{FileId, SourceFile, SourceMap, Span};

    /// What GitLab's page says of each key.
    fn schema() -> Value {
        json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "severity", "location"],
                "properties": {
                    "description": { "type": "string", "minLength": 1 },
                    "check_name": { "type": "string", "minLength": 1 },
                    "fingerprint": { "type": "string", "minLength": 1 },
                    "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                    "location": {
                        "type": "object",
                        "required": ["path"],
                        "properties": {
                            "path": { "type": "string", "pattern": "^(?!/|\\./)." },
                            "lines": {
                                "type": "object",
                                "required": ["begin"],
                                "properties": { "begin": { "type": "integer", "minimum": 1 } },
                            },
                        },
                        "anyOf": [{ "required": ["lines"] }, { "required": ["positions"] }],
                    },
                },
            },
        })
    }

    fn shown(arguments: &[(&Argument, &[Finding])]) -> Value {
        let format = formats().iter().find(|format| format.name == "gitlab").unwrap();
        let mut out = Vec::new();
        let mut writer = FindingsWriter::new((format.reporter)(Style::default()), &mut out).unwrap();
        for (argument, findings) in arguments {
            writer.add(argument, findings).unwrap();
        }
        writer.finish().unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    fn argument(name: &str) -> Argument {
        let text = "## Key Judgement 1\n\nThe harbour will close.\n\n- One fact.\n- One fact.\n\n## Key Judgement 2\n\nIt \
                    will rain.\n";
        let file = SourceFile::new(name, text);
        let reader = crate::format::reader("markdown").unwrap();
        crate::format::understand(&file, reader, &crate::config::Config::default()).unwrap().reading.argument
    }

    #[test]
    fn the_report_has_the_documented_form_and_no_two_findings_have_the_same_fingerprint() {
        let arguments = ["./docs/a.md", "b c.md"].map(argument);
        let findings = arguments.each_ref().map(|argument| rules::check(argument, &Settings::default()));
        let pairs: Vec<(&Argument, &[Finding])> =
            arguments.iter().zip(&findings).map(|(argument, findings)| (argument, findings.as_slice())).collect();
        let report = shown(&pairs);
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        let entries = report.as_array().unwrap();
        assert_eq!(entries.len(), findings[0].len() * 2);
        assert!(entries.len() >= 8, "{report}");
        let fingerprints: HashSet<&str> = entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(fingerprints.len(), entries.len());
        assert_eq!(entries[0]["location"]["path"], "docs/a.md");
        assert_eq!(entries.last().unwrap()["location"]["path"], "b c.md");
        let unsupported = entries.iter().find(|entry| entry["check_name"] == "unsupported-judgement").unwrap();
        assert_eq!(
            (&unsupported["severity"], &unsupported["location"]["lines"]["begin"]),
            (&json!("major"), &json!(10))
        );
        assert!(validator.validate(&json!([{ "description": "x" }])).is_err(), "the schema can fail");
    }

    #[test]
    fn a_run_without_findings_is_an_empty_array() {
        assert_eq!(shown(&[]), json!([]));
        assert_eq!(shown(&[(&argument("a.md"), &[])]), json!([]));
    }

    #[test]
    fn a_finding_keeps_its_fingerprint_when_its_line_moves() {
        let made = |text: &str| {
            let argument = Argument::new(SourceMap::single(SourceFile::new("a.md", text)));
            let start = text.find("It will").unwrap();
            let label = Label { span: Span::new(FileId::FIRST, start..start + 7), message: String::new() };
            let finding = Finding {
                rule: "no-likelihood",
                level: Level::Note,
                message: "a \u{1b} message".to_owned(),
                primary: label,
                labels: Vec::new(),
                help: Some("write".into()),
                nodes: Vec::new(),
                fix: None,
            };
            shown(&[(&argument, &[finding])])[0].clone()
        };
        let (one, other) = (made("It will rain."), made("Now.\n\nIt will rain."));
        assert_eq!(one["fingerprint"], other["fingerprint"]);
        assert_eq!((&one["location"]["lines"]["begin"], &other["location"]["lines"]["begin"]), (&json!(1), &json!(3)));
        assert_eq!((&one["description"], &one["severity"]), (&json!("a ␛ message (write)"), &json!("info")));
    }
}
