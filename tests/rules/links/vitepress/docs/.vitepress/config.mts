import { defineConfig } from 'vitepress'

export default defineConfig({ title: 'Rain', base: '/rain/' })
