//! How does a drawing become a PNG? With embedded fonts only: no file, no network, no other picture is opened.

use super::lettering;
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// No chart is higher or wider than this; a sheet of so much is 16 MB.
const MOST: u32 = 2000;

/// Read once: every picture has the same two.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(lettering::PLAIN.to_vec());
    fonts.load_font_data(lettering::BOLD.to_vec());
    Arc::new(fonts)
});

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Unpainted {
    /// The text is no SVG.
    #[error("the drawing cannot be read")]
    Unreadable(#[from] usvg::Error),
    /// Wider or higher than any chart.
    #[error("the drawing is {0} by {1}, which is too large")]
    TooLarge(u32, u32),
    /// The PNG could not be written.
    #[error("the picture cannot be encoded")]
    Unencoded(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A painted drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The PNG.
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Paints the drawing, one pixel for each of its units. The same drawing gives the same bytes.
///
/// # Errors
/// When `svg` is no SVG, or one that is larger than any chart.
pub fn png(svg: &str) -> Result<Picture, Unpainted> {
    let tree = Tree::from_str(svg, &options())?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let too_large = Unpainted::TooLarge(width, height);
    if width.max(height) > MOST {
        return Err(too_large);
    }
    let mut pixmap = Pixmap::new(width, height).ok_or(too_large)?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let bytes = encoded(&pixmap).map_err(|fault| Unpainted::Unencoded(Box::new(fault)))?;
    Ok(Picture { bytes, width, height })
}

/// A third of the bytes of the usual way: four bits for each pixel, and no filter, which letters do not
/// gain by. A drawing of more colours than a chart has goes the usual way.
fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let pixels: Vec<u16> = pixmap.pixels().iter().map(step).collect();
    let mut places = [None; STEPS];
    let mut palette = Vec::new();
    for pixel in pixels.iter().map(|pixel| usize::from(*pixel)) {
        if places[pixel].is_none() {
            if palette.len() == 16 * 3 {
                return pixmap.encode_png();
            }
            places[pixel] = u8::try_from(palette.len() / 3).ok();
            palette.extend(colour(pixel));
        }
    }
    let place = |pixel: &u16| places[usize::from(*pixel)].unwrap_or(0);
    let (width, height) = (pixmap.width(), pixmap.height());
    let mut packed = Vec::new();
    for row in pixels.chunks(width as usize) {
        packed
            .extend(row.chunks(2).map(|pair| place(&pair[0]) << 4 | pair.get(1).map_or(0, place)));
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&packed)?;
    writer.finish()?;
    Ok(out)
}

/// So many colours there are when red, green and blue have sixteen steps each. A chart's own colours are
/// such steps.
const STEPS: usize = 16 * 16 * 16;

/// The nearest of them.
fn step(pixel: &PremultipliedColorU8) -> u16 {
    [pixel.red(), pixel.green(), pixel.blue()]
        .iter()
        .fold(0, |before, part| before * 16 + (u16::from(*part) + 8) / 17)
}

/// Its red, green and blue.
fn colour(step: usize) -> [u8; 3] {
    [step / 256, step / 16 % 16, step % 16].map(|part| u8::try_from(part * 17).unwrap_or(u8::MAX))
}

/// Our fonts and nothing else; a picture within the drawing is left out, whatever it points to.
pub(super) fn options() -> Options<'static> {
    Options {
        font_family: lettering::FAMILY.to_owned(),
        fontdb: FONTS.clone(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}
