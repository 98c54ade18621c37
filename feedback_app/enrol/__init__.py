"""Who may speak, where, under which promise: people, phones, places, programmes, projects."""
