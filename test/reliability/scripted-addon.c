// The addon that SCRIPTED_REAL names, but for what the script in SCRIPTED_CHANGE, a function of its exports, makes of it.
#include <dlfcn.h>
#include <node_api.h>
#include <stdlib.h>

NAPI_MODULE_INIT() {
  void *library = dlopen(getenv("SCRIPTED_REAL"), RTLD_LAZY);
  napi_addon_register_func init = library ? (napi_addon_register_func)dlsym(library, "napi_register_module_v1") : NULL;
  if (!init) abort();
  napi_value real = init(env, exports);
  napi_value source, change, global, result;
  napi_create_string_utf8(env, getenv("SCRIPTED_CHANGE"), NAPI_AUTO_LENGTH, &source);
  napi_get_global(env, &global);
  if (napi_run_script(env, source, &change) != napi_ok) return NULL;
  return napi_call_function(env, global, change, 1, &real, &result) == napi_ok ? result : NULL;
}
