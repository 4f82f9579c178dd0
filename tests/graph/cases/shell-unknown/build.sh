docker build -t x "$1"
docker build -t y - <<EOF
FROM alpine
EOF
docker build -t z - < app/Dockerfile
