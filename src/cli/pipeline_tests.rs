//! The action, the hooks and the recipes of the book call linchpin as it can be called.

use std::fs;
use std::path::Path;

use clap::Parser;
use serde_json::Value;

use super::Cli;

const ACTION: &str = ".github/actions/linchpin/action.yml";
const HOOKS: &str = ".pre-commit-hooks.yaml";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Parses a command as a shell would hand it over, after the expansions that the scripts make.
fn parse(line: &str) -> Result<Cli, String> {
    let mut line = line.to_owned();
    // `${X:+--flag "$X"}`
    while let Some((before, rest)) = line.split_once("${").filter(|(_, rest)| rest.contains(":+")) {
        let (_, rest) = rest.split_once(":+").unwrap();
        let (inner, after) = rest.split_once('}').unwrap();
        line = format!("{before}{inner}{after}");
    }
    for (variable, value) in [
        ("\"${paths[@]}\"", "graphs docs"),
        ("\"${documents[@]}\"", "docs"),
        ("\"$FAIL_ON\"", "weaker,findings"),
        ("\"$shown\"", "github"),
        ("\"$BASE...HEAD\"", "main...HEAD"),
        ("\"$CI_MERGE_REQUEST_DIFF_BASE_SHA...HEAD\"", "main...HEAD"),
        ("origin/${{ github.base_ref }}...HEAD", "main...HEAD"),
        ("\"$CONFIG\"", "linchpin.toml"),
        ("\"$BASELINE\"", "known.txt"),
        ("\"$path\"", "graphs"),
    ] {
        line = line.replace(variable, value);
    }
    let end = [" > ", " >> ", " || ", " 2>", " #"].iter().filter_map(|mark| line.find(mark)).min();
    let command = &line[..end.unwrap_or(line.len())];
    assert!(!command.contains(['$', '`']), "an expansion that this test does not know: {command}");
    let words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    Cli::try_parse_from(words).map_err(|error| format!("{line}: {error}"))
}

fn scripts() -> Vec<(String, String)> {
    let action = yaml(ACTION);
    let steps = action["runs"]["steps"].as_array().unwrap().clone();
    let script = |step: &Value| Some((step["name"].as_str()?.to_owned(), step["run"].as_str()?.to_owned()));
    steps.iter().filter_map(script).collect()
}

#[test]
fn the_action_calls_commands_that_there_are() {
    let mut count = 0;
    for (name, script) in scripts() {
        assert!(!script.contains("${{"), "{name}: an expression in a script's text would be run as code");
        assert!(script.starts_with("set -euo pipefail\n"), "{name}");
        for line in script.lines().map(str::trim).filter(|line| line.starts_with("linchpin ")) {
            count += 1;
            if let Err(error) = parse(line) {
                panic!("{name}: {error}");
            }
        }
    }
    assert_eq!(count, 4);
    assert!(parse("linchpin check --format sarif --no-such-flag -- \"${paths[@]}\"").is_err(), "the test can fail");
}

#[test]
fn the_action_declares_what_it_uses() {
    let action = yaml(ACTION);
    let text = read(ACTION);
    assert_eq!(action["runs"]["using"], "composite");
    let inputs = action["inputs"].as_object().unwrap();
    for (name, input) in inputs {
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
        assert!(text.contains(&format!("inputs.{name} ")), "{name} is not used");
    }
    for used in text.split("inputs.").skip(1) {
        let name: String = used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        assert!(inputs.contains_key(&name), "{name} is not declared");
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert!(step["uses"].is_string() != step["run"].is_string(), "{step}");
        assert!(step["uses"].is_string() || step["shell"] == "bash", "{step}");
    }
}

#[test]
fn our_own_workflow_gives_the_action_inputs_that_it_has() {
    let inputs = yaml(ACTION)["inputs"].clone();
    let workflow = yaml(".github/workflows/graphs.yml");
    let steps = workflow["jobs"]["linchpin"]["steps"].as_array().unwrap().clone();
    let ours = steps.iter().find(|step| step["uses"] == "./.github/actions/linchpin").expect("it uses the action");
    for name in ours["with"].as_object().unwrap().keys() {
        assert!(inputs[name].is_object(), "{name}");
    }
    let config = ours["with"]["config"].as_str().unwrap();
    let file = linchpin::text::SourceFile::new(config, read(config));
    assert!(linchpin::config::Config::parse(&file).is_ok());
    yaml(".github/workflows/ci.yml");
}

#[test]
fn hooks_call_commands_that_there_are() {
    let hooks = yaml(HOOKS);
    let hooks = hooks.as_array().unwrap();
    assert_eq!(hooks.len(), 4);
    for hook in hooks {
        for key in ["id", "name", "description", "entry", "language"] {
            assert!(hook[key].is_string(), "{hook}");
        }
        let arguments = hook["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        let line = format!("{} {}", hook["entry"].as_str().unwrap(), arguments.collect::<Vec<_>>().join(" "));
        parse(&line).unwrap();
        assert!(["rust", "system"].contains(&hook["language"].as_str().unwrap()));
    }
}

#[test]
fn recipes_call_commands_that_there_are() {
    for chapter in ["docs/src/ci.md", "docs/src/regions.md"] {
        let text = read(chapter);
        let mut language = None;
        let (mut commands, mut snippets, mut snippet) = (0, 0, String::new());
        for line in text.lines() {
            if let Some(info) = line.strip_prefix("```") {
                if language == Some("yaml") {
                    snippets += 1;
                    if let Err(error) = serde_saphyr::from_str::<Value>(&snippet) {
                        panic!("{chapter}: {error}\n{snippet}");
                    }
                }
                snippet.clear();
                language = if language.is_some() { None } else { Some(info) };
                continue;
            }
            let Some("sh" | "yaml") = language else { continue };
            snippet.push_str(line);
            snippet.push('\n');
            let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
            if line.starts_with("linchpin ") {
                commands += 1;
                if let Err(error) = parse(line) {
                    panic!("{chapter}: {error}");
                }
            }
        }
        assert!(commands > 2 && (snippets > 1 || chapter.ends_with("regions.md")), "{chapter}: {commands}, {snippets}");
    }
}
