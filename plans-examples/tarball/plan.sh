# Software of somebody else, from an archive: nothing but settings. The default callbacks
# download, verify and unpack it, run ./configure and make, and install it.
#
# pkg_source is a URL like https://example.com/wave-1.2.0.tar.gz; here it is a file beside the
# plan, so that the example builds without a network.
pkg_name=wave
pkg_origin=acme
pkg_version=1.2.0
pkg_license=("Apache-2.0")
pkg_description="Waves"
pkg_source=file://$PLAN_CONTEXT/wave-$pkg_version.tar.gz
pkg_shasum=2e10b6677cafa24b6aeba8ae853e517c0a85436b719c506b9063b4b68f4fe3a2
pkg_bin_dirs=(bin)
