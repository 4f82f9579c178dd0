x:
	docker build -t acme/docs $(CURDIR)/../sub
