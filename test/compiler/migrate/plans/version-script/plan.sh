pkg_name=lantern
pkg_origin=acme

pkg_version() {
  local date
  # The day of the last change.
  date=$(tail -n 1 "$PLAN_CONTEXT/changes" | cut -d ' ' -f 1)
  echo "1.0.$date"
}

do_before() {
  update_pkg_version
}

do_build() { return 0; }
do_install() { return 0; }

do_after_failure() {
  ls | wc -l
}
