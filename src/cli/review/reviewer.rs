//! Who accepts, and when: from the command line, else from git's configuration and the clock.

use anyhow::{Context, anyhow, bail};
use camino::Utf8Path;
use linchpin::argument::Date;
use linchpin::review::signoff::Reviewer;

/// The reviewer that `--by` names, else the one of git's `user.name` and `user.email`.
pub fn reviewer(by: Option<&str>, path: &Utf8Path) -> anyhow::Result<Reviewer> {
    if let Some(by) = by {
        return Reviewer::new(by).context("--by does not name a reviewer");
    }
    let Some(name) = configured_name(path)? else {
        bail!(
            "who accepts? git's configuration has no user.name here; write --by \"YOUR NAME <ADDRESS>\", or set it with \
             `git config user.name \"YOUR NAME\"`"
        );
    };
    Reviewer::new(&name).context("git's user.name and user.email do not name a reviewer; write --by \"YOUR NAME\"")
}

/// The day that `--date` gives, else today's by the clock, in UTC.
pub fn day(given: Option<&str>) -> anyhow::Result<Date> {
    let day = |text: &str| {
        text.parse::<Date>()
            .ok()
            .filter(|date| date.day().is_some())
            .ok_or_else(|| anyhow!("`{text}` is not a day; write it as 2026-11-28"))
    };
    match given {
        Some(text) => day(text),
        None => {
            let seconds = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .context("the clock stands before 1970; give the day with --date")?
                .as_secs();
            let days = i32::try_from(seconds / 86_400).unwrap_or(i32::MAX);
            Date::on_day(days.saturating_add(UNIX_EPOCH_DAY))
                .ok_or_else(|| anyhow!("the clock shows no day that can be written; give one with --date"))
        }
    }
}

/// 1 January 1970, counted as [`Date::first_day`] counts.
const UNIX_EPOCH_DAY: i32 = 719_163;

#[cfg(not(feature = "git"))]
#[expect(clippy::unnecessary_wraps, reason = "as where git is there to be asked")]
fn configured_name(_path: &Utf8Path) -> anyhow::Result<Option<String>> {
    Ok(None)
}

/// `user.name` and `user.email`, as git itself would read them: the repository's own configuration, then the user's.
#[cfg(feature = "git")]
fn configured_name(path: &Utf8Path) -> anyhow::Result<Option<String>> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let (name, email) = match gix::discover(folder) {
        Ok(repository) => {
            let config = repository.config_snapshot();
            (config.string("user.name"), config.string("user.email"))
        }
        Err(_) => of_user(),
    };
    let text = |value: Option<gix::bstr::BString>| {
        value.map(|value| String::from_utf8(value.into())).transpose().context("git's user.name is not UTF-8")
    };
    let (name, email) = (text(name)?, text(email)?);
    let name = name.filter(|name| !name.trim().is_empty());
    Ok(match (name, email.filter(|email| !email.trim().is_empty())) {
        (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
        (name, None) => name,
        (None, Some(_)) => None,
    })
}

/// The same outside of a repository: the user's own files. Files that they include are not read.
#[cfg(feature = "git")]
fn of_user() -> (Option<gix::bstr::BString>, Option<gix::bstr::BString>) {
    use gix::config::{File, Source};

    let mut found = (None, None);
    // What is read later counts more.
    for source in [Source::Git, Source::User] {
        let Some(path) = source.storage_location(&mut |name| std::env::var_os(name)) else { continue };
        let Ok(file) = File::from_path_no_includes(path, source) else { continue };
        let value = |key: &str| file.string(key);
        found = (value("user.name").or(found.0), value("user.email").or(found.1));
    }
    found
}
