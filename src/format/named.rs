/// What a reader or a writer says of itself: its name, its summary, the endings of its files, and what it keeps.
macro_rules! named {
    ($name:literal, $summary:literal, $extensions:expr, $keeps:expr $(,)?) => {
        fn name(&self) -> &'static str {
            $name
        }

        fn summary(&self) -> &'static str {
            $summary
        }

        fn extensions(&self) -> &'static [&'static str] {
            $extensions
        }

        fn keeps(&self) -> &'static str {
            $keeps
        }
    };
}
