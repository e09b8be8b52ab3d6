//! What may others on this machine see of this process? Nothing of what it holds.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// No core file: it would hold keys and what people ask. And what this process makes is for its own user
/// alone, whoever makes it: a library, too.
pub fn seclude() {
    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        // Less than nothing cannot be asked for: this does not happen where limits are known at all.
        anstream::eprintln!("core files cannot be switched off: {error}");
    }
}
