//! A module and those that it uses, each in a file of its own.

use rustc_hash::FxHashSet;

use crate::format::Loss;
use crate::format::graph_file::{Syntax, Tree, Value, parse_tree, shown};
use crate::text::{Fault, FileId, SourceFile, SourceMap, SourceProvider};

/// More files than this are not read for one argument.
const MOST_FILES: usize = 1000;

/// The files of one argument.
pub(super) struct Modules {
    pub files: SourceMap,
    /// What each file holds.
    pub trees: Vec<(SourceFile, Tree<'static>)>,
    pub losses: Vec<Loss>,
}

/// Reads a file and, where a folder is given, those in it that its modules use, each once.
pub(super) fn gather(file: &SourceFile, folder: Option<&dyn SourceProvider>) -> Result<Modules, Vec<Fault>> {
    let mut modules = Modules { files: SourceMap::default(), trees: Vec::new(), losses: Vec::new() };
    let mut faults = Vec::new();
    let own = file.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let beside = file.name().strip_suffix(own).unwrap_or_default();
    let mut seen: FxHashSet<String> = FxHashSet::from_iter([own.to_owned()]);
    let mut waiting = vec![(String::new(), file.clone())];
    while let Some((within, file)) = waiting.pop() {
        let mut tree = match parse_tree(&file, 0..file.text().len(), Syntax::Yaml) {
            Ok(tree) => tree.into_owned(),
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let id = modules.files.add(file.clone());
        place_in(&mut tree, id);
        let used = tree.get("module").and_then(|module| module.get("uses")).map(Tree::items).unwrap_or_default();
        let mut found = Vec::new();
        for item in used {
            let Value::Text(name) = &item.value else { continue };
            let path = joined(&within, name);
            let Some(folder) = folder else {
                let message = format!("the module in `{}` is not read: only this file is at hand", shown(name));
                modules.losses.push(Loss { span: item.span, message });
                continue;
            };
            if !seen.insert(path.clone()) {
                continue;
            }
            let read = if seen.len() > MOST_FILES {
                Err(std::io::Error::other(format!("more than {MOST_FILES} files are used")))
            } else {
                folder.read(camino::Utf8Path::new(&path))
            };
            match read {
                Ok(other) => {
                    let inside = path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
                    found.push((inside, SourceFile::new(format!("{beside}{path}"), other.text())));
                }
                Err(error) => {
                    let message = format!("the module in `{}` cannot be read: {error}", shown(name));
                    let help = "put the file beside this one, or take it out of `uses`";
                    faults.push(Fault::new(&file, item.span.range(), message).with_help(help));
                }
            }
        }
        waiting.extend(found.into_iter().rev());
        modules.trees.push((file, tree));
    }
    if faults.is_empty() { Ok(modules) } else { Err(faults) }
}

/// A path seen from the folder of the file that names it, in a plain form so that it is known again.
fn joined(within: &str, name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in within.split('/').chain(name.split(['/', '\\'])).filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let path = parts.join("/");
    // An absolute path stays one, and is refused for it.
    if name.starts_with('/') { format!("/{path}") } else { path }
}

/// Says of every place in a tree that it is in that file. A parsed tree is no deeper than the parser allows.
fn place_in(tree: &mut Tree<'_>, file: FileId) {
    tree.span.file = file;
    match &mut tree.value {
        Value::List(items) => items.iter_mut().for_each(|item| place_in(item, file)),
        Value::Map(entries) => {
            for entry in entries {
                entry.key_span.file = file;
                place_in(&mut entry.value, file);
            }
        }
        _ => {}
    }
}
