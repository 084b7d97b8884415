package config

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
)

// exampleFile is the annotated configuration to start from.
//
//go:embed example/lianxin.yaml
var exampleFile []byte

// The letters of which tokens and keys of the platforms are made.
const (
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	// lastLetters end a key of 43 letters so that no bit is left over: every base64 reader takes it.
	lastLetters = "AEIMQUYcgkosw048"
)

// Example gives the annotated lianxin.yaml to start from. It takes one secret from the environment, WECOM_SECRET, and the others from files
// beside it. The slice belongs to the caller.
func Example() []byte { return bytes.Clone(exampleFile) }

// Init writes an annotated lianxin.yaml and fresh keys into a folder and gives the paths of the files it wrote, relative as dir is: the key that
// seals identities, and a token and an AES key to enter at WeCom. Files are 0600, their folder 0700. It writes over nothing: if one of the files
// is there it writes none. After a failure the paths are those written before it. Errors are Chinese sentences for the operator.
func Init(dir string) ([]string, error) {
	files := []struct {
		name string
		data func() []byte
	}{
		{"lianxin.yaml", Example},
		{"secrets/identity.key", freshIdentityKey},
		{"secrets/wecom-token", func() []byte { return []byte(letters(32, alphabet) + "\n") }},
		{"secrets/wecom-aes-key", func() []byte { return []byte(letters(42, alphabet) + letters(1, lastLetters) + "\n") }},
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if _, err := os.Lstat(path); err == nil {
			return nil, fmt.Errorf("%s 已经在了，不覆盖；请换一个文件夹，或先把它移走", path)
		}
	}
	var written []string
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := writeNew(path, f.data()); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	return written, nil
}

// letters gives n random letters of an alphabet, each as likely as the other.
func letters(n int, of string) string {
	out := make([]byte, n)
	for i := range out {
		at, _ := rand.Int(rand.Reader, big.NewInt(int64(len(of)))) // fails only where rand.Read would have ended the program
		out[i] = of[at.Int64()]
	}
	return string(out)
}
