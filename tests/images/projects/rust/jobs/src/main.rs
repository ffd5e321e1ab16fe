use std::os::unix::fs::MetadataExt;

fn main() {
    let uid = std::fs::metadata("/proc/self").unwrap().uid();
    let mut text = itoa::Buffer::new();
    println!("report {} {}", text.format(total::total(&[1, 2])), uid);
    while std::env::var("WAIT").is_ok() {
        std::thread::park();
    }
}
