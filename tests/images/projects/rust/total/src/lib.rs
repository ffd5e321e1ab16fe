pub fn total(numbers: &[u32]) -> u32 {
    numbers.iter().sum()
}
