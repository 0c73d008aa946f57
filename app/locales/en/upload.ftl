# Sending a file in pieces
upload-sending = Sending the file: { $percent }%. You can fill the form meanwhile.
upload-paused = Paused. What has arrived is kept.
upload-waiting = The connection is down. What has arrived is kept, and sending goes on by itself when it is back.
upload-done = The whole file has arrived.
upload-signed-out = Your session has ended. Sign in in another window, then resume.
upload-failed = The file could not be sent. Choose it again.
upload-pause = Pause
upload-resume = Resume
