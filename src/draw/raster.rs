//! Pictures as PNG files.

use std::io::Write;

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit};
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};

use super::scene::Scene;
use super::{Remark, RenderFault, Rendered, Rendering};

/// The longest side of a PNG, in pixels.
pub const LONGEST_SIDE: f32 = 16_384.0;

/// The most pixels in a PNG; while it is drawn, each takes four bytes of memory.
pub const MOST_PIXELS: f32 = 100e6;

/// A picture as a PNG file, with its title and its size on paper at 96 pixels of the picture an inch. Same picture,
/// scale and fonts, same bytes.
///
/// O(length of the picture + pixels); a picture above [`LONGEST_SIDE`] or [`MOST_PIXELS`] is drawn smaller.
///
/// # Errors
/// If the picture is not SVG.
pub fn png(svg: &str, rendering: &Rendering<'_>) -> Result<Rendered, RenderFault> {
    let scene = Scene::read(svg, rendering)?;
    let mut remarks = scene.remarks();
    let size = scene.tree.size();
    let asked = rendering.scale;
    let bounded = asked
        .min(LONGEST_SIDE / size.width())
        .min(LONGEST_SIDE / size.height())
        .min((MOST_PIXELS / (size.width() * size.height())).sqrt());
    if bounded < asked {
        remarks.push(Remark::Shrunk { asked, taken: bounded });
    }
    let (width, height) = (pixels(size.width() * bounded), pixels(size.height() * bounded));
    let mut pixmap = Pixmap::new(width, height)
        .ok_or_else(|| RenderFault(format!("a picture of {width} × {height} pixels cannot be drawn")))?;
    resvg::render(&scene.tree, Transform::from_scale(bounded, bounded), &mut pixmap.as_mut());
    let bytes = encode(&pixmap, scene.title.as_deref(), bounded)
        .map_err(|error| RenderFault(format!("the PNG is not written: {error}")))?;
    Ok(Rendered { bytes, remarks })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the longest side")]
fn pixels(length: f32) -> u32 {
    // Lengths a rounding error above a whole number stay there.
    (length - 1e-3).ceil().clamp(1.0, LONGEST_SIDE) as u32
}

fn encode(pixmap: &Pixmap, title: Option<&str>, scale: f32) -> Result<Vec<u8>, EncodingError> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
    let per_metre = (96.0 * scale / 0.0254).round() as u32;
    let opaque = pixmap.pixels().iter().all(PremultipliedColorU8::is_opaque);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(if opaque { ColorType::Rgb } else { ColorType::Rgba });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    if let Some(title) = title {
        encoder.add_itxt_chunk("Title".to_owned(), title.to_owned())?;
    }
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    // Row by row, so that the picture is not held twice.
    let mut row = Vec::new();
    for pixels in pixmap.pixels().chunks(pixmap.width() as usize) {
        row.clear();
        for pixel in pixels {
            let colour = pixel.demultiply();
            row.extend([colour.red(), colour.green(), colour.blue()]);
            if !opaque {
                row.push(colour.alpha());
            }
        }
        stream.write_all(&row)?;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(bytes)
}
