package dingtalktest

import "crypto/rand"

// letters gives random letters and digits.
func letters(n int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	out := make([]byte, n)
	_, _ = rand.Read(out) // never fails
	for i, b := range out {
		out[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(out)
}
