"""What a maintainer runs: experiments, results, figures, pages. Not in the wheel."""
