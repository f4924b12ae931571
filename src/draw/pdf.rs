//! Pictures as PDF files.

use krilla::Document;
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia;
use resvg::usvg::Tree;

use super::paper::{Imposition, MARGIN, SMALLEST};
use super::scene::{Scene, bounds_of_groups};
use super::{Paper, Remark, RenderFault, Rendered, Rendering};

/// A picture as a PDF file: its text can be selected and searched, the letters that occur are embedded, links work, title
/// and language are set. Same picture, paper and fonts, same bytes.
///
/// A picture whose text would be below 6 pt on one page is spread over up to 100 pages, cut between boxes where there is
/// room. O(length of the picture × (1 + pages)).
///
/// # Errors
/// If the picture is not SVG.
pub fn pdf(svg: &str, rendering: &Rendering<'_>) -> Result<Rendered, RenderFault> {
    let scene = Scene::read(svg, rendering)?;
    let mut remarks = scene.remarks();
    let size = (scene.tree.size().width(), scene.tree.size().height());
    let smallest = scene.smallest_text();
    let laid = Imposition::new(size, smallest, rendering.paper, &scene.blocks());
    if laid.pages() > 1 {
        remarks.push(Remark::Pages(laid.pages()));
    }
    if let Some(points) = smallest.map(|smallest| smallest * laid.scale)
        && points < SMALLEST - 0.01
        && (rendering.paper != Paper::Fit || laid.scale < super::paper::POINTS)
    {
        remarks.push(Remark::SmallText { points });
    }
    let mut document = Document::new();
    let mut number = 0;
    for rows in laid.rows.windows(2) {
        for columns in laid.columns.windows(2) {
            number += 1;
            let part = tiny_skia::Rect::from_ltrb(columns[0], rows[0], columns[1], rows[1])
                .ok_or_else(|| RenderFault("the picture has no area".to_owned()))?;
            write_page(&mut document, &scene, &laid, part, number)?;
        }
    }
    // By which its drawings are known where reports are read.
    let mut metadata = Metadata::new()
        .creator(crate::text::PDF_CREATOR.to_owned())
        .language(scene.language.clone().unwrap_or_else(|| "en-GB".to_owned()));
    if let Some(title) = &scene.title {
        metadata = metadata.title(title.clone());
    }
    document.set_metadata(metadata);
    let bytes = document.finish().map_err(|error| RenderFault(format!("the PDF is not written: {error:?}")))?;
    Ok(Rendered { bytes, remarks })
}

fn write_page(
    document: &mut Document,
    scene: &Scene,
    laid: &Imposition,
    part: tiny_skia::Rect,
    number: usize,
) -> Result<(), RenderFault> {
    let spread = laid.pages() > 1;
    let parted;
    let tree = if spread {
        parted = scene.part(part)?;
        &parted
    } else {
        &scene.tree
    };
    let settings = PageSettings::from_wh(laid.page.0, laid.page.1)
        .ok_or_else(|| RenderFault("the picture has no area".to_owned()))?;
    let mut page = document.start_page_with(settings);
    // In the middle of the page's width, at its top.
    let left = (laid.page.0 - part.width() * laid.scale) / 2.0;
    let (x, y) = (left - part.left() * laid.scale, laid.margin - part.top() * laid.scale);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_row(laid.scale, 0.0, 0.0, laid.scale, x, y));
    let clips = spread && clip(&mut surface, part);
    draw(&mut surface, tree);
    if clips {
        surface.pop();
    }
    surface.pop();
    if spread {
        let line = scene.line(&footer(scene.title.as_deref(), laid, number))?;
        surface.push_transform(&Transform::from_translate(0.0, laid.page.1 - MARGIN));
        draw(&mut surface, &line);
        surface.pop();
    }
    surface.finish();
    let bounds = bounds_of_groups(tree);
    for (id, address) in &scene.links {
        let seen = bounds.get(id.as_str()).and_then(|bounds| intersection(bounds, &part));
        let area = seen.and_then(|seen| {
            let place = |at: f32, from: f32| at * laid.scale + from;
            Rect::from_ltrb(
                place(seen.left(), x),
                place(seen.top(), y),
                place(seen.right(), x),
                place(seen.bottom(), y),
            )
        });
        if let Some(area) = area {
            let target = Target::Action(LinkAction::new(address.clone()).into());
            let link = LinkAnnotation::new(area, target);
            page.add_annotation(Annotation::new_link(link, Some(address.clone())));
        }
    }
    page.finish();
    Ok(())
}

fn draw(surface: &mut Surface<'_>, tree: &Tree) {
    if let Some(size) = Size::from_wh(tree.size().width(), tree.size().height()) {
        surface.draw_svg(tree, size, SvgSettings::default());
    }
}

/// Whether a clip was pushed.
fn clip(surface: &mut Surface<'_>, part: tiny_skia::Rect) -> bool {
    let path = Rect::from_ltrb(part.left(), part.top(), part.right(), part.bottom()).and_then(|area| {
        let mut path = PathBuilder::new();
        path.push_rect(area);
        path.finish()
    });
    if let Some(path) = &path {
        surface.push_clip_path(path, &FillRule::NonZero);
    }
    path.is_some()
}

fn intersection(one: &tiny_skia::Rect, other: &tiny_skia::Rect) -> Option<tiny_skia::Rect> {
    tiny_skia::Rect::from_ltrb(
        one.left().max(other.left()),
        one.top().max(other.top()),
        one.right().min(other.right()),
        one.bottom().min(other.bottom()),
    )
}

/// The line under a picture on several pages: its title, the page's number and where it lies.
fn footer(title: Option<&str>, laid: &Imposition, number: usize) -> String {
    const LONGEST: usize = 80;
    let (width, _) = laid.page;
    let title = title.unwrap_or_default();
    let mut short: String = title.chars().take(LONGEST).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    let columns = laid.columns.len() - 1;
    let place = if columns > 1 {
        format!(", row {}, column {}", (number - 1) / columns + 1, (number - 1) % columns + 1)
    } else {
        String::new()
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{MARGIN}\" font-size=\"8\" fill=\"#444444\">\
         <text x=\"{MARGIN}\" y=\"20\">{}</text><text x=\"{}\" y=\"20\" text-anchor=\"end\">page {number} of {}{place}</text></svg>",
        escaped(&short),
        width - MARGIN,
        laid.pages(),
    )
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            _ => character.to_string(),
        })
        .collect()
}
