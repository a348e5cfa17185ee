source "$(dirname "${BASH_SOURCE[0]}")/base/plan.sh"
pkg_name=lantern-small
# Smaller than the other one.
pkg_version=0.9
pkg_source=https://example.com/$pkg_version.tar.gz
unset -f do_check
