"""What a ministry's expert does with the bank: look at drafts and doubtful entries, note changes of the law."""
