"""What a ministry does: broadcasts and figures."""
