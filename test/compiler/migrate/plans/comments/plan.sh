#!/bin/bash
# shellcheck disable=SC2034
# This plan is about a lantern.
#   And more than one line is needed to say so.

# The name.
pkg_name=lantern
pkg_origin=acme # whose it is
pkg_version=1.4.2

# What it needs:
#
# - a C library
# - a compiler
pkg_deps=(
  core/glibc # the C library
  # core/musl

  # to read
  core/readline
  # nothing more
)
pkg_build_deps=(core/gcc core/make)   # to build

# Builds it.
do_build() {
  # First the tools,
  make tools # quickly

  # then the rest.
  make all
  # Done.
}
# The end.
