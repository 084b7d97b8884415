# One static binary in an empty image, run by nobody in particular.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=docker
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/lianxin . \
 && mkdir -p /out/rootfs/data /out/rootfs/etc/lianxin /out/rootfs/tmp \
 && chown -R 65532:65532 /out/rootfs/data /out/rootfs/tmp

FROM scratch
COPY --from=build /out/rootfs/ /
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/lianxin /lianxin
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s CMD ["/lianxin", "health", "--config", "/etc/lianxin/lianxin.yaml"]
ENTRYPOINT ["/lianxin"]
CMD ["serve", "--config", "/etc/lianxin/lianxin.yaml"]
