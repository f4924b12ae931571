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
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

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
}
