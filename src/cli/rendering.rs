//! How a picture becomes a PNG or PDF file: flags, and the machine's fonts.

use std::sync::{Arc, OnceLock};

use clap::Args;
use linchpin::draw::{FontDatabase, Paper, Rendering};

#[derive(Clone, Copy, Debug, Args)]
pub struct RenderingFlags {
    /// PNG: pixels for one pixel of the picture, 0.1 to 10.
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = scale)]
    scale: f32,
    /// PDF: the page.
    #[arg(long, value_enum, default_value_t = PaperName::Fit)]
    paper: PaperName,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum PaperName {
    /// As large as the picture.
    Fit,
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
    /// 8.5 × 11 inches.
    Letter,
}

impl From<PaperName> for Paper {
    fn from(name: PaperName) -> Self {
        match name {
            PaperName::Fit => Self::Fit,
            PaperName::A4 => Self::A4,
            PaperName::A3 => Self::A3,
            PaperName::Letter => Self::Letter,
        }
    }
}

fn scale(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err("a scale is a number from 0.1 to 10".to_owned()),
    }
}

impl RenderingFlags {
    pub fn rendering(self) -> Rendering<'static> {
        Rendering { scale: self.scale, paper: self.paper.into(), further_fonts: Some(&installed_fonts) }
    }
}

/// The fonts of this machine, looked for once.
fn installed_fonts() -> Arc<FontDatabase> {
    static FONTS: OnceLock<Arc<FontDatabase>> = OnceLock::new();
    let look = || {
        let mut fonts = FontDatabase::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(look))
}
