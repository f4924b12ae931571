use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Decompress, FlushDecompress, Status};

/// The filters of a stream that matter here: those that make it larger, and those that make text of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    Flate,
    Lzw,
    RunLength,
    Ascii85,
    AsciiHex,
    /// A picture's, which is not taken apart.
    Picture,
    /// One that does not change the bytes, or that is not known.
    Other,
}

impl Filter {
    pub fn of(name: &[u8]) -> Self {
        match name {
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"LZWDecode" | b"LZW" => Self::Lzw,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            b"ASCII85Decode" | b"A85" => Self::Ascii85,
            b"ASCIIHexDecode" | b"AHx" => Self::AsciiHex,
            b"DCTDecode" | b"DCT" | b"JPXDecode" | b"JBIG2Decode" | b"CCITTFaxDecode" | b"CCF" => Self::Picture,
            _ => Self::Other,
        }
    }

    pub fn expands(self) -> bool {
        matches!(self, Self::Flate | Self::Lzw | Self::RunLength)
    }

    /// What ends a stream of this filter before it has begun.
    pub fn end(self) -> &'static [u8] {
        match self {
            // An empty last block, of fixed codes.
            Self::Flate => &[0x03, 0x00],
            // Code 257 in nine bits; length 128.
            Self::Lzw | Self::RunLength => &[0x80, 0x80],
            Self::Ascii85 => b"~>",
            Self::AsciiHex => b">",
            Self::Picture | Self::Other => &[],
        }
    }
}

/// How many bytes a decoder took and gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub taken: usize,
    pub given: usize,
}

/// The size of data behind an expanding filter, decoded; counting stops above `most`. The data may go on behind its
/// end. `None` where it is wrong: there, readers differ in what they make of it.
pub(super) fn size_of(filter: Filter, data: &[u8], most: usize) -> Option<Size> {
    match filter {
        Filter::Flate => inflated(data, most),
        // The one parameter is not asked for.
        Filter::Lzw => {
            let (early, late) = (lzw(data, 1, most), lzw(data, 0, most));
            Some(Size { taken: early.taken.max(late.taken), given: early.given.max(late.given) })
        }
        Filter::RunLength => Some(run_length(data, most)),
        _ => Some(Size::default()),
    }
}

/// The first `size` bytes behind a Flate filter; fewer where the data are wrong.
pub(super) fn inflate(data: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size);
    // What could be read stays.
    let _ = DeflateDecoder::new(&data[header_of(data)..]).take(size as u64).read_to_end(&mut bytes);
    bytes
}

/// The length of the header in front of deflated data, which may be missing.
fn header_of(data: &[u8]) -> usize {
    match data {
        [first, second, ..]
            if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31) && second & 0x20 == 0 =>
        {
            2
        }
        _ => 0,
    }
}

fn inflated(data: &[u8], most: usize) -> Option<Size> {
    // The sum at the end is not looked at.
    let mut inflater = Decompress::new(false);
    let mut buffer = [0; 16 * 1024];
    let mut size = Size { taken: header_of(data), given: 0 };
    loop {
        let (taken, given) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(&data[size.taken..], &mut buffer, FlushDecompress::None).ok()?;
        size.taken += usize::try_from(inflater.total_in() - taken).ok()?;
        size.given += usize::try_from(inflater.total_out() - given).ok()?;
        let is_stuck = inflater.total_in() == taken && inflater.total_out() == given;
        if status == Status::StreamEnd || is_stuck || size.given > most {
            return Some(size);
        }
    }
}

fn lzw(data: &[u8], early: usize, most: usize) -> Size {
    const ENTRIES: usize = 4096;
    let mut lengths: Vec<usize> = vec![1; 258];
    let mut before: Option<usize> = None;
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut size = Size::default();
    loop {
        let width = match lengths.len() + early {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            2048.. => 12,
        };
        while held < width {
            let Some(&byte) = data.get(size.taken) else { return size };
            bits = bits << 8 | u32::from(byte);
            held += 8;
            size.taken += 1;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        match code {
            256 => {
                lengths.truncate(258);
                before = None;
                continue;
            }
            257 => return size,
            _ => {}
        }
        let length = match (lengths.get(code), before) {
            (Some(&length), _) => length,
            (None, Some(before)) if code == lengths.len() => before + 1,
            _ => return size,
        };
        if let Some(before) = before
            && lengths.len() < ENTRIES
        {
            lengths.push(before + 1);
        }
        before = Some(length);
        size.given += length;
        if size.given > most {
            return size;
        }
    }
}

fn run_length(data: &[u8], most: usize) -> Size {
    let mut size = Size::default();
    while size.given <= most {
        let Some(&length) = data.get(size.taken) else { break };
        let length = usize::from(length);
        let (taken, given) = match length {
            128 => break,
            ..128 => (length + 2, length + 1),
            _ => (2, 257 - length),
        };
        size.taken = (size.taken + taken).min(data.len());
        size.given += given;
    }
    size
}

/// The bytes that text of ASCII85 or of hexadecimal digits stands for, up to its end; letters that do not belong there
/// end it too. O(length).
pub(super) fn bytes_of(filter: Filter, text: &[u8]) -> Vec<u8> {
    let end = if filter == Filter::Ascii85 { b'~' } else { b'>' };
    let length = memchr::memchr(end, text).unwrap_or(text.len());
    let letters = text[..length].iter().copied().filter(|byte| !byte.is_ascii_whitespace() && *byte != 0);
    let mut bytes = Vec::new();
    if filter == Filter::AsciiHex {
        let digits: Vec<u8> = letters
            .map_while(|byte| char::from(byte).to_digit(16))
            .filter_map(|digit| u8::try_from(digit).ok())
            .collect();
        bytes.extend(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)));
        return bytes;
    }
    let mut group = Vec::with_capacity(5);
    for letter in letters {
        match letter {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(letter - b'!');
                if group.len() == 5 {
                    bytes.extend(number_of(&group).to_be_bytes());
                    group.clear();
                }
            }
            _ => break,
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&number_of(&group).to_be_bytes()[..length]);
    }
    bytes
}

fn number_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number: u32, &digit| number.wrapping_mul(85).wrapping_add(u32::from(digit)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    #[test]
    fn sizes_are_those_of_the_decoded_data() {
        let words = b"Words that are there, there and there. ".repeat(500);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&words).unwrap();
        let mut zlib = zlib.finish().unwrap();
        let length = zlib.len() - 4;
        zlib.extend(b"endstream and more");
        assert_eq!(size_of(Filter::Flate, &zlib, usize::MAX), Some(Size { taken: length, given: words.len() }));
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(&words).unwrap();
        let raw = raw.finish().unwrap();
        assert_eq!(size_of(Filter::Flate, &raw, usize::MAX).unwrap().given, words.len());
        let stopped = size_of(Filter::Flate, &raw, 10).unwrap().given;
        assert!((11..=16 * 1024).contains(&stopped), "{stopped}");
        assert_eq!(size_of(Filter::Flate, &[0x78, 0x9c, 0xff, 0xff], 10), None);

        assert_eq!(size_of(Filter::RunLength, &[2, 1, 1, 1, 129, 7, 128, 9], 999).unwrap().given, 3 + 128);
        // 45 45 45 45 45 65 45 45 45 66: the example of the standard (7.4.4.2).
        let example = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(size_of(Filter::Lzw, &example, 999), Some(Size { taken: 9, given: 10 }));
    }

    #[test]
    fn an_end_ends() {
        for filter in [Filter::Flate, Filter::Lzw, Filter::RunLength] {
            let mut data = filter.end().to_vec();
            data.extend([0xfe; 40]);
            assert_eq!(size_of(filter, &data, 999).unwrap().given, 0, "{filter:?}");
        }
        for filter in [Filter::Ascii85, Filter::AsciiHex] {
            assert!(bytes_of(filter, &[filter.end(), b"4142"].concat()).is_empty(), "{filter:?}");
        }
    }

    #[test]
    fn bytes_are_written_as_text() {
        assert_eq!(bytes_of(Filter::AsciiHex, b"57 6F72\n64 7>"), b"Wordp");
        assert_eq!(bytes_of(Filter::Ascii85, b"9jqo^ z\n9jq~>"), b"Man \0\0\0\0Ma");
        assert_eq!(bytes_of(Filter::Ascii85, b"9jqo^9"), b"Man ");
    }
}
