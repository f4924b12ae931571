use std::fmt::Write as _;
use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

/// So many rows are a group, which readers take in one piece.
const ROWS_OF_GROUP: usize = 100_000;

enum Values {
    Texts(Vec<ByteArray>),
    OptionalTexts(Vec<Option<ByteArray>>),
    Numbers(Vec<f64>),
    OptionalNumbers(Vec<Option<f64>>),
    Truths(Vec<bool>),
    Lists(Vec<Vec<ByteArray>>),
}

/// A column with its values, one a row.
pub(super) struct Column {
    name: &'static str,
    values: Values,
}

fn bytes(text: String) -> ByteArray {
    ByteArray::from(text.into_bytes())
}

impl Column {
    pub fn texts(name: &'static str, values: impl Iterator<Item = String>) -> Self {
        Self { name, values: Values::Texts(values.map(bytes).collect()) }
    }

    pub fn optional_texts(name: &'static str, values: impl Iterator<Item = Option<String>>) -> Self {
        Self { name, values: Values::OptionalTexts(values.map(|text| text.map(bytes)).collect()) }
    }

    pub fn numbers(name: &'static str, values: impl Iterator<Item = f64>) -> Self {
        Self { name, values: Values::Numbers(values.collect()) }
    }

    pub fn optional_numbers(name: &'static str, values: impl Iterator<Item = Option<f64>>) -> Self {
        Self { name, values: Values::OptionalNumbers(values.collect()) }
    }

    pub fn truths(name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        Self { name, values: Values::Truths(values.collect()) }
    }

    pub fn lists(name: &'static str, values: impl Iterator<Item = Vec<String>>) -> Self {
        Self { name, values: Values::Lists(values.map(|list| list.into_iter().map(bytes).collect()).collect()) }
    }

    fn len(&self) -> usize {
        match &self.values {
            Values::Texts(values) => values.len(),
            Values::OptionalTexts(values) => values.len(),
            Values::Numbers(values) => values.len(),
            Values::OptionalNumbers(values) => values.len(),
            Values::Truths(values) => values.len(),
            Values::Lists(values) => values.len(),
        }
    }

    /// The column in the language of schemas; a list is of three levels, as the format's `LIST` is.
    fn schema(&self) -> String {
        let name = self.name;
        match &self.values {
            Values::Texts(_) => format!("required binary {name} (STRING);"),
            Values::OptionalTexts(_) => format!("optional binary {name} (STRING);"),
            Values::Numbers(_) => format!("required double {name};"),
            Values::OptionalNumbers(_) => format!("optional double {name};"),
            Values::Truths(_) => format!("required boolean {name};"),
            Values::Lists(_) => {
                format!(
                    "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
                )
            }
        }
    }

    fn write(&self, rows: std::ops::Range<usize>, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        match &self.values {
            Values::Texts(values) => {
                column.typed::<ByteArrayType>().write_batch(&values[rows], None, None)?;
            }
            Values::OptionalTexts(values) => {
                let (given, levels) = given(&values[rows]);
                column.typed::<ByteArrayType>().write_batch(&given, Some(&levels), None)?;
            }
            Values::Numbers(values) => {
                column.typed::<DoubleType>().write_batch(&values[rows], None, None)?;
            }
            Values::OptionalNumbers(values) => {
                let (given, levels) = given(&values[rows]);
                column.typed::<DoubleType>().write_batch(&given, Some(&levels), None)?;
            }
            Values::Truths(values) => {
                column.typed::<BoolType>().write_batch(&values[rows], None, None)?;
            }
            Values::Lists(values) => {
                let mut items = Vec::new();
                let (mut defined, mut repeated) = (Vec::new(), Vec::new());
                for list in &values[rows] {
                    if list.is_empty() {
                        defined.push(0);
                        repeated.push(0);
                    }
                    for (at, item) in list.iter().enumerate() {
                        items.push(item.clone());
                        defined.push(1);
                        repeated.push(i16::from(at > 0));
                    }
                }
                column.typed::<ByteArrayType>().write_batch(&items, Some(&defined), Some(&repeated))?;
            }
        }
        Ok(())
    }
}

/// The values that are there, and for each row whether one is.
fn given<T: Clone>(values: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    let levels = values.iter().map(|value| i16::from(value.is_some())).collect();
    (values.iter().flatten().cloned().collect(), levels)
}

/// A file of these columns, uncompressed, with metadata of its own. O(its length).
pub(super) fn table(name: &str, columns: &[Column], metadata: &[(&'static str, String)]) -> Result<Vec<u8>> {
    let mut schema = format!("message {name} {{");
    for column in columns {
        // Writing to a string cannot fail.
        let _ = write!(schema, " {}", column.schema());
    }
    schema.push_str(" }");
    let schema = Arc::new(parse_message_type(&schema)?);
    let pairs = metadata.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone())).collect();
    let properties =
        WriterProperties::builder().set_created_by("linchpin".to_owned()).set_key_value_metadata(Some(pairs)).build();
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, schema, Arc::new(properties))?;
    let count = columns.first().map_or(0, Column::len);
    for start in (0..count).step_by(ROWS_OF_GROUP) {
        let rows = start..(start + ROWS_OF_GROUP).min(count);
        let mut group = file.next_row_group()?;
        for column in columns {
            let Some(mut writer) = group.next_column()? else { break };
            column.write(rows.clone(), &mut writer)?;
            writer.close()?;
        }
        group.close()?;
    }
    file.close()?;
    Ok(out)
}
