//! Has the program built anew when the sample content or the sample web in demo/ changes: they are
//! embedded by a macro that cargo cannot see through.

fn main() {
    println!("cargo:rerun-if-changed=demo");
}
