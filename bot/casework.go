package bot

// casework hears what offices, handlers and leaders say about the cases they work on (Art. 5.7, 6.3, 6.4). false: it is not about that.
func (b *Bot) casework(t *talk) (move, bool) {
	return move{}, false
}
