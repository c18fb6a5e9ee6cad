// Part of Perch. SPDX-License-Identifier: Apache-2.0
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
