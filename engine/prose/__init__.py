"""What a text is once it has been rendered: paragraphs, documents, telegrams, emphasis and links."""
