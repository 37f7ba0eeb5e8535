#!/usr/bin/python3
"""Cameras on loopback for `npm run drill -- recorder`: RTSP with a password, H.264 at 25 pictures a second.

    rtsp-camera.py <port> <user> <password> <count>

They answer at /live1 and so on. Needs python3-gi, gir1.2-gst-rtsp-server-1.0 and gstreamer1.0-plugins-base and
-ugly (x264enc).
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

port, user, password, count = sys.argv[1:]
Gst.init(None)

token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "viewer")
auth = GstRtspServer.RTSPAuth()
auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
permissions = GstRtspServer.RTSPPermissions()
for right in ("access", "construct"):
    permissions.add_permission_for_role("viewer", f"media.factory.{right}", True)

server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
server.set_auth(auth)
for number in range(1, int(count) + 1):
    factory = GstRtspServer.RTSPMediaFactory()
    # Moves, so that a picture that stands still is seen.
    factory.set_launch(
        "( videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=180,framerate=25/1"
        " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=200"
        " ! rtph264pay name=pay0 pt=96 config-interval=1 )"
    )
    factory.set_shared(True)
    factory.set_permissions(permissions)
    server.get_mount_points().add_factory(f"/live{number}", factory)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
