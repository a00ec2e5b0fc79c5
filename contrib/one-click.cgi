#!/bin/sh
# One click to leave an edition (RFC 8058), for any web server that speaks CGI. It only notes the
# token; `digest subscribers remove --token` lets the reader go: docs/operations.md.
#
#   [mail] unsubscribe_url = "https://news.example/u/{token}"     is     PATH_INFO=/TOKEN
#
# A GET changes nothing: programs that look at links for safety send it, and no reader has clicked.

answer() {
  printf 'Status: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\n' "$1" "$2"
  exit 0
}

spool=${DIGEST_LEAVING:-/var/spool/digest-leaving}
token=${PATH_INFO#/}
case $token in *[!0-9a-f]*) token= ;; esac
[ ${#token} -eq 32 ] || answer '404 Not Found' 'no such link'
[ "$REQUEST_METHOD" = POST ] || answer '405 Method Not Allowed' 'use the button of your mail program'
# Form data or multipart: both are allowed (RFC 8058, 3.2).
case $(head -c 1000 | tr -d '\0') in
  *List-Unsubscribe*One-Click*) ;;
  *) answer '400 Bad Request' 'List-Unsubscribe=One-Click is missing' ;;
esac
touch "$spool/$token" 2>/dev/null || answer '503 Service Unavailable' 'try again later'
answer '200 OK' 'you will get no more issues'
