//! Does the whole bot behave, in one process and on a simulated clock?

mod knowledge;
