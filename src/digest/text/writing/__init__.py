"""How texts are written: alphabets and orthographies, signs that nobody sees, where lines break."""
