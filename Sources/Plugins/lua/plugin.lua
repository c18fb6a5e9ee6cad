-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- What a plugin has beside what scripts have: `plugin`, its own name, folder and options, and `perch.http`.

local host, talon, sandbox, perch = ...

plugin = host.plugin()
perch.http = { request = host.http }

-- A file without a name takes room on the disk as any other does.
local temporary = io.tmpfile
function io.tmpfile()
  if not host.may_write() then error("a temporary file needs the permission write:PATH", 2) end
  return temporary()
end

function perch.http.post(url, body, headers)
  return perch.http.request { method = "POST", url = url, body = body, headers = headers }
end

function perch.http.get(url, headers)
  return perch.http.request { method = "GET", url = url, headers = headers }
end
