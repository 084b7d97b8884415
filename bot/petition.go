package bot

// petition hears what filers and everybody else say about cases (Art. 5.7): filing, following, rating. false: it is not about that.
func (b *Bot) petition(t *talk) (move, bool) {
	return move{}, false
}
