use std::fmt;
use std::str::FromStr;

/// A calendar date, as exactly as it is known: a year, a year and month, or a day.
///
/// Dates compare by their first day, the less exact before the more exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A text that is no date of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date; write it as 2022, 2022-02 or 2022-02-16")]
pub struct InvalidDate {
    text: String,
}

impl Date {
    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day that it can mean, counted from 1 for 1 January of the year 1 (proleptic Gregorian calendar).
    #[must_use]
    pub fn first_day(self) -> i32 {
        day_number(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The day of that number, counted as [`Date::first_day`] counts; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn on_day(number: i32) -> Option<Self> {
        // A year has at least 365 days, so that this one is reached or passed by at most a few.
        let latest = u16::try_from(number.checked_sub(1)? / 365 + 1).ok()?;
        let year = (latest.saturating_sub(30).max(1)..=latest).rev().find(|&year| day_number(year, 1, 1) <= number)?;
        let month = (1..=12).rev().find(|&month| day_number(year, month, 1) <= number)?;
        let day = u8::try_from(number - day_number(year, month, 1) + 1).ok()?;
        (number > 0 && year <= 9999).then_some(Self { year, month: Some(month), day: Some(day) })
    }

    /// The last day that it can mean, counted as [`Date::first_day`] counts: 2022-02 may be 28 February.
    #[must_use]
    pub fn last_day(self) -> i32 {
        let month = self.month.unwrap_or(12);
        day_number(self.year, month, self.day.unwrap_or_else(|| days_in(self.year, month)))
    }
}

fn day_number(year: u16, month: u8, day: u8) -> i32 {
    let before = i32::from(year) - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let months: i32 = (1..month).map(|month| i32::from(days_in(year, month))).sum();
    before * 365 + leap_days + months + i32::from(day)
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The English names of the months and their common abbreviations, in lower case.
pub(crate) const MONTHS: [&str; 21] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
];

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate { text: text.to_owned() };
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Result<Option<u16>, InvalidDate> {
            let Some(part) = parts.next() else { return Ok(None) };
            if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(invalid());
            }
            part.parse().map(Some).map_err(|_| invalid())
        };
        let year = number(4)?.filter(|&year| year > 0).ok_or_else(invalid)?;
        let month = number(2)?.map(|month| month.try_into().unwrap_or(u8::MAX));
        let day = number(2)?.map(|day| day.try_into().unwrap_or(u8::MAX));
        if parts.next().is_some() || month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(invalid());
        }
        if let (Some(month), Some(day)) = (month, day)
            && !(1..=days_in(year, month)).contains(&day)
        {
            return Err(invalid());
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_exactly_as_they_are_written() {
        for text in ["2022", "2022-02", "2022-02-16", "2024-02-29", "0001-01-01"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in
            ["", "22", "2022-13", "2022-00", "2023-02-29", "2022-02-16-1", "2022-2-16", "+022", "0000", "2022/02"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_is_found_by_its_number() {
        for text in ["0001-01-01", "1970-01-01", "2000-02-29", "2023-12-31", "2024-12-31", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Date::on_day(date.first_day()), Some(date), "{text}");
        }
        for number in (1..3_652_059).step_by(997) {
            assert_eq!(Date::on_day(number).map(Date::first_day), Some(number));
        }
        for number in [i32::MIN, -1, 0, 3_652_060, i32::MAX] {
            assert_eq!(Date::on_day(number), None, "{number}");
        }
    }

    #[test]
    fn a_partial_date_may_be_any_of_its_days() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("0001-01-01").first_day(), 1);
        assert_eq!(date("1970-01-01").first_day(), 719_163);
        assert_eq!(date("2024-03-01").first_day() - date("2024-02-28").first_day(), 2);
        assert_eq!(date("2023-03-01").first_day() - date("2023-02-28").first_day(), 1);
        for (partial, first, last) in [
            ("2022", "2022-01-01", "2022-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2022-02-16", "2022-02-16", "2022-02-16"),
        ] {
            assert_eq!(date(partial).first_day(), date(first).first_day(), "{partial}");
            assert_eq!(date(partial).last_day(), date(last).first_day(), "{partial}");
        }
    }
}
