//! Which of so many places does a feature get, and in which order is learnt? Without chance, so that
//! the same base is always learnt in the same way.

/// A number for all parts together (FNV-1a): the same on every machine and in every build.
pub(super) fn digest<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> u64 {
    parts.into_iter().flatten().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One of `places` places for a feature, which is all its parts together (folded).
pub(super) fn place<'p>(parts: impl IntoIterator<Item = &'p [u8]>, places: usize) -> usize {
    let hash = digest(parts);
    let folded = (hash ^ (hash >> 32)) & 0xffff_ffff;
    // The upper half of the product spreads the hash over any number of places.
    ((folded * places as u64) >> 32) as usize
}

/// A step that visits all examples in an order which mixes what stands together.
pub(super) fn stride(examples: usize) -> usize {
    let coprime = |a: usize| {
        let (mut a, mut b) = (a, examples);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a == 1
    };
    let start = examples * 618 / 1000;
    (start.max(1)..).find(|step| coprime(*step)).unwrap_or(1)
}
