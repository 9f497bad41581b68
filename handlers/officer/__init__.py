"""What an officer or expert does with a question: answers, asks back, hands on, lists."""
