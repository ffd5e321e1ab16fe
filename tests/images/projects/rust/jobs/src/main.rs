use std::os::unix::fs::MetadataExt;

fn main() {
    let uid = std::fs::metadata("/proc/self").unwrap().uid();
    println!("report {} {}", total::total(&[1, 2]), uid);
    while std::env::var("WAIT").is_ok() {
        std::thread::park();
    }
}
