module example.org/bitvault

go 1.23
