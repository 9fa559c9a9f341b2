#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| license_hub_fuzz_cases::Case::named("websoftsolus_replies").check(input));
