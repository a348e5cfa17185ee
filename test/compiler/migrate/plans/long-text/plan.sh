pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_description="\
A lantern is a source of light that can be carried about, and this one is written in C \
so that it is as fast as light can be, which is rather fast indeed."
pkg_upstream_url="https://example.com/a/very/long/address/that/does/not/fit/into/one/line/of/the/plan/at/all"
pkg_maintainer=$(cat << EOF
Ada Example <ada@example.com>
  and 'others' with \\ and \`
EOF
)
