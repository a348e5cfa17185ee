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
pkg_shasum=b4f34b4a6f20f9ff83974ebba7514e9b2d6d3b46283fbee539d8e55956aabecb
pkg_bin_dirs=(bin)
